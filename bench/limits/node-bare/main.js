// The least that answers: what the size of a service is to be seen beside.
require('node:http')
  .createServer((_, response) => response.end('ok\n'))
  .listen(8080);
