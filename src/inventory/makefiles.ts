/** In the order in which make looks: https://www.gnu.org/software/make/manual/make.html#Makefile-Names */
export const makefiles = ['GNUmakefile', 'makefile', 'Makefile'] as const;
