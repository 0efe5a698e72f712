# Stand-in for Docker Hub's debian images. `lab` bootstraps debian.tar (a minimal trixie with the slim variant's exclusions) from
# a Debian mirror. ca/ holds the certificate authorities that this machine trusts beyond Debian's own (none on most machines):
# like the real image this one has no certificate bundle, but installing ca-certificates in it makes one that includes them.
FROM scratch AS slim
ADD debian.tar /
COPY --chmod=755 <<'SH' /usr/sbin/policy-rc.d
#!/bin/sh
# no services are started while an image is built
exit 101
SH
COPY ca/ /usr/local/share/ca-certificates/
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["bash"]
