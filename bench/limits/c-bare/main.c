// The least that answers: what the size of a service is to be seen beside.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(8080)};
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&any, sizeof any) != 0 || listen(listener, 64) != 0) return 1;
    for (int client; (client = accept(listener, NULL, NULL)) >= 0; close(client)) {
        char request[4096];
        if (read(client, request, sizeof request) > 0) (void)!write(client, answer, sizeof answer - 1);
    }
}
