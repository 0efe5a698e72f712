module static-server

go 1.26
