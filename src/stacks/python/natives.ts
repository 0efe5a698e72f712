/**
 * What is known of distributions on PyPI with compiled parts, and of the few others that a newer Python broke. A pin below
 * `from` has no wheel for Python 3.13 and does not build on it, or does not work: `from` is the first that does.
 */
export type Native = {
  /** The first version with a wheel for CPython 3.13 on Linux; checked by resolving all of them with wheels only. */
  readonly from?: string;
  /** The same where it differs by major version; a major version that is not in it works as it is. */
  readonly lines?: Readonly<Record<string, string>>;
  /** There are no wheels at all: it is compiled, with these Debian packages. */
  readonly build?: readonly string[];
  /** What is compiled of it is only for speed: without a compiler it does without. */
  readonly optional?: true;
  /** It is left out: the standard library has it, or Gunicorn does its work. */
  readonly left?: true;
  /** The distribution that has its modules since. */
  readonly instead?: string;
  /** Debian libraries that it loads at run time. */
  readonly libraries?: readonly string[];
  /** Another distribution that it needs with `from`, at the version that fits. */
  readonly with?: Readonly<Record<string, string>>;
};

const gcc = ['build-essential'] as const;
const postgres = { build: [...gcc, 'libpq-dev'], libraries: ['libpq5'] } as const;
const mysql = { build: [...gcc, 'pkg-config', 'libmariadb-dev'], libraries: ['libmariadb3'] } as const;
const since = (versions: Readonly<Record<string, string>>): Readonly<Record<string, Native>> =>
  Object.fromEntries(Object.entries(versions).map(([name, from]) => [name, { from }]));

export const natives: Readonly<Record<string, Native>> = {
  ...since({
    aiohttp: '3.10.6',
    asyncpg: '0.30.0',
    bcrypt: '3.2.0',
    cffi: '1.17.0',
    'confluent-kafka': '2.6.1',
    contourpy: '1.3.0',
    cryptography: '3.4.8',
    cython: '3.0.11',
    duckdb: '1.1.2',
    frozenlist: '1.5.0',
    gensim: '4.4.0',
    gevent: '24.10.1',
    greenlet: '3.1.1',
    grpcio: '1.66.2',
    'grpcio-tools': '1.66.2',
    h5py: '3.12.1',
    hiredis: '3.1.0',
    httptools: '0.6.2',
    jiter: '0.6.0',
    kiwisolver: '1.4.7',
    llvmlite: '0.44.0',
    'lru-dict': '1.4.1',
    lxml: '5.3.0',
    matplotlib: '3.9.2',
    mmh3: '5.0.1',
    msgpack: '1.1.0',
    msgspec: '0.19.0',
    multidict: '6.1.0',
    numba: '0.61.0',
    numpy: '2.1.0',
    'opencv-python': '4.5.4.60',
    'opencv-python-headless': '4.5.4.60',
    onnxruntime: '1.20.0',
    orjson: '3.10.7',
    pandas: '2.2.3',
    pillow: '11.0.0',
    psutil: '5.9.4',
    'psycopg2-binary': '2.9.10',
    'psycopg-binary': '3.2.3',
    pyarrow: '18.0.0',
    pycurl: '7.45.4',
    pymssql: '2.3.2',
    pynacl: '1.4.0',
    pyodbc: '5.2.0',
    pyproj: '3.7.0',
    pyyaml: '6.0.2',
    pyzmq: '26.2.0',
    rapidfuzz: '3.10.0',
    regex: '2024.9.11',
    'rpds-py': '0.20.0',
    'ruamel-yaml-clib': '0.2.12',
    'scikit-image': '0.25.0',
    'scikit-learn': '1.5.2',
    scipy: '1.14.1',
    shapely: '2.0.6',
    spacy: '3.8.7',
    statsmodels: '0.14.4',
    tensorflow: '2.20.0',
    tiktoken: '0.8.0',
    tokenizers: '0.20.2',
    torch: '2.5.1',
    torchaudio: '2.5.1',
    torchvision: '0.20.1',
    tornado: '6.1',
    ujson: '5.10.0',
    uvloop: '0.21.0',
    watchfiles: '0.24.0',
    xxhash: '3.5.0',
    yarl: '1.13.0',
    zstandard: '0.23.0',
    pendulum: '3.1.0',
    pywavelets: '1.7.0',
    wordcloud: '1.9.4',
    libsass: '0.20.0',
    rcssmin: '1.1.0',
    reportlab: '4.0.4',
    // No compiled parts of their own, but what they do with classes or modules, or in their setup.py, ends on 3.13.
    alembic: '1.0.5',
    babel: '2.7.0',
    bokeh: '3.1.0',
    cachetools: '3.1.1',
    cloudpickle: '1.2.2',
    'django-allauth': '0.50.0',
    dominate: '2.4.0',
    eventlet: '0.34.3',
    falcon: '4.0.2',
    feedparser: '6.0.11',
    'flask-limiter': '1.2.1',
    jsmin: '3.0.0',
    'kafka-python': '2.0.3',
    limits: '1.6',
    mongoengine: '0.20.0',
    nltk: '3.5',
    patsy: '0.5.3',
    'peewee-migrate': '1.2.1',
    pony: '0.7.15',
    'python-docx': '0.8.11',
    requests: '2.19.1',
    scrapy: '2.6.3',
    seaborn: '0.12.0',
    setuptools: '66.1.1',
    six: '1.16.0',
    'strawberry-graphql': '0.243.1',
    stripe: '3.1.0',
    tabulate: '0.8.8',
    // uv takes no archive of the kind that the ones before have.
    twisted: '21.2.0',
    'typing-extensions': '4.12.2',
    // It builds pathtools, whose setup.py asks for imp, up to 0.10.
    watchdog: '1.0.1',
    'web-py': '0.76',
  }),
  pydantic: { lines: { 0: '1.10.19', 1: '1.10.19', 2: '2.8.2' }, with: { 'pydantic-core': '2.20.1' } },
  'pydantic-core': { from: '2.20.0', with: { pydantic: '2.8.2' } },
  sqlalchemy: { lines: { 1: '1.3.24', 2: '2.0.31' }, optional: true },
  boto3: { from: '1.26.165', with: { s3transfer: '0.6.2' } },
  botocore: { from: '1.29.165', with: { s3transfer: '0.6.2' } },
  psycopg2: { ...postgres, from: '2.9.10' },
  'psycopg-c': { ...postgres, from: '3.2.3' },
  mysqlclient: mysql,
  mariadb: { build: [...gcc, 'libmariadb-dev'], libraries: ['libmariadb3'] },
  'python-ldap': { build: [...gcc, 'libldap-dev', 'libsasl2-dev'], libraries: ['libldap2', 'libsasl2-2'] },
  pycairo: { build: [...gcc, 'pkg-config', 'libcairo2-dev'], libraries: ['libcairo2'] },
  gssapi: { build: [...gcc, 'libkrb5-dev'], libraries: ['libgssapi-krb5-2'] },
  xmlsec: { build: [...gcc, 'pkg-config', 'libxmlsec1-dev'], libraries: ['libxmlsec1t64-openssl'] },
  pyaudio: { build: [...gcc, 'portaudio19-dev'], libraries: ['libportaudio2'] },
  bjoern: { build: [...gcc, 'libev-dev'], libraries: ['libev4t64'] },
  netifaces: { build: gcc },
  misaka: { build: gcc },
  editdistance: { build: gcc },
  brotlipy: { build: gcc },
  // getargspec left inspect in 3.11.
  bottle: { lines: { 0: '0.12.22' } },
  'python-levenshtein': { from: '0.26.0' },
  levenshtein: { from: '0.26.0' },
  // formatargspec left inspect in 3.11.
  wrapt: { from: '1.17.0', optional: true },
  // Celery 4 and what goes with it ask inspect for formatargspec.
  celery: { lines: { 4: '5.0.5' } },
  kombu: { lines: { 4: '5.0.2' } },
  amqp: { lines: { 2: '5.0.9' } },
  vine: { lines: { 1: '5.0.0' } },
  // It limits PyYAML to what does not build.
  connexion: { lines: { 2: '2.13.1' } },
  // setuptools and collections without what they import.
  markupsafe: { lines: { 0: '1.1.1', 1: '1.1.1' }, optional: true },
  jinja2: { lines: { 2: '2.11.3' } },
  werkzeug: { lines: { 0: '0.16.1' } },
  flask: { lines: { 0: '0.12.5' } },
  markdown: { lines: { 2: '2.6.11', 3: '3.3.7' } },
  graphene: { lines: { 2: '2.1.9' } },
  html5lib: { lines: { 0: '1.1', 1: '1.1' } },
  bleach: { lines: { 1: '3.2.0', 2: '3.2.0', 3: '3.2.0' } },
  streamlit: { lines: { 1: '1.1.0' } },
  pypdf2: { lines: { 1: '1.27.0' } },
  // Their own copies of six.
  gunicorn: { lines: { 17: '20.1.0', 18: '20.1.0', 19: '20.1.0' } },
  urllib3: { lines: { 1: '1.26.5' } },
  websockets: { optional: true },
  simplejson: { optional: true },
  pymongo: { optional: true },
  'zope-interface': { optional: true },
  coverage: { optional: true },
  'charset-normalizer': { optional: true },
  // They bring mysqlclient and psycopg2, which have no wheels.
  'flask-mysqldb': mysql,
  'django-heroku': postgres,
  uwsgi: { left: true },
  pyuwsgi: { left: true },
  meinheld: { left: true },
  'mod-wsgi': { left: true },
  'backports-zoneinfo': { left: true },
  dataclasses: { left: true },
  typing: { left: true },
  wsgiref: { left: true },
  enum34: { left: true },
  futures: { left: true },
  pathlib: { left: true },
  asyncio: { left: true },
  argparse: { left: true },
  configparser: { left: true },
  pickle5: { left: true },
  'pkg-resources': { left: true },
  // It reads sources for Pythons before 3.8, whose own module ast has done it since.
  'typed-ast': { left: true },
  // Watchdog was the one that used it.
  pathtools: { left: true },
  // It asks for cgi as it is built; the other has the same module.
  htmlmin: { left: true, instead: 'htmlmin2' },
  // It ended in 2013; the other has the same modules.
  pycrypto: { left: true, instead: 'pycryptodome' },
  distribute: { left: true },
  'python-magic': { libraries: ['libmagic1t64'] },
  pyzbar: { libraries: ['libzbar0t64'] },
  cairocffi: { libraries: ['libcairo2'] },
  cairosvg: { libraries: ['libcairo2'] },
  weasyprint: { libraries: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'] },
  'opencv-contrib-python': { libraries: ['libgl1', 'libglib2.0-0t64'] },
};

/** Programs that a library of Python calls; the image has none of them, and packages of libraries bring none. */
export const programs: Readonly<Record<string, string>> = {
  playwright: 'a browser',
  selenium: 'a browser',
  pytesseract: 'tesseract',
  pdf2image: 'pdftoppm',
  pydub: 'ffmpeg',
  'ffmpeg-python': 'ffmpeg',
  gitpython: 'git',
  pdfkit: 'wkhtmltopdf',
};
