// Usage: node read.mjs FILE SQL…   Opens FILE as the view t and prints the rows of each query as JSON lines.
// A query may also name the file itself: $FILE is replaced by its quoted path.
import { DuckDBInstance } from '@duckdb/node-api';

const [file, ...queries] = process.argv.slice(2);
if (!file || queries.length === 0) {
  console.error('usage: node read.mjs FILE SQL…');
  process.exit(2);
}

const quoted = `'${file.replaceAll("'", "''")}'`;
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run("set timezone = 'UTC'");
await connection.run(`create view t as select * from read_parquet(${quoted})`);
for (const query of queries) {
  const reader = await connection.runAndReadAll(query.replaceAll('$FILE', quoted));
  for (const row of reader.getRowObjectsJson()) console.log(JSON.stringify(row));
}
