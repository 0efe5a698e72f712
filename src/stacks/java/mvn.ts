/** Where Maven keeps what it fetches, in a builder. */
export const mvnCache = '/root/.m2/repository';

/** Maven without colours and without a line for every file. */
export const mvn = 'mvn --batch-mode --no-transfer-progress';
