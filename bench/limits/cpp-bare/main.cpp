// The least that answers: what the size of a service is to be seen beside.
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

int main() {
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_port = htons(8080);
    const int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, reinterpret_cast<sockaddr *>(&any), sizeof any) != 0 || listen(listener, 64) != 0) return 1;
    for (int client; (client = accept(listener, nullptr, nullptr)) >= 0; close(client)) {
        std::string request(4096, '\0');
        if (read(client, request.data(), request.size()) > 0 && write(client, answer.data(), answer.size()) < 0) break;
    }
}
