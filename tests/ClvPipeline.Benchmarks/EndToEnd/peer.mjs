// Usage: node peer.mjs SQL-FILE VARIABLES.json
// Runs the statements of SQL-FILE on two threads in a database in memory and prints what the last one returns, a JSON line a row.
// VARIABLES are what getvariable() finds. What each statement cost goes to the error stream.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { DuckDBInstance, version } = createRequire(new URL('../../duckdb/', import.meta.url))('@duckdb/node-api');
const [file, variables] = process.argv.slice(2);

const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'false' });
const connection = await instance.connect();
for (const [name, value] of Object.entries(JSON.parse(readFileSync(variables)))) {
  const literal = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value;
  await connection.run(`set variable ${name} = ${literal}`);
}

const statements = await connection.extractStatements(readFileSync(file, 'utf8'));
let rows = [];
for (let i = 0; i < statements.count; i++) {
  const before = process.cpuUsage();
  const prepared = await statements.prepare(i);
  rows = (await prepared.runAndReadAll()).getRowObjectsJson();
  const { user, system } = process.cpuUsage(before);
  console.error(`statement ${i + 1} of ${statements.count}: ${((user + system) / 1e6).toFixed(2)} s of CPU`);
}
for (const row of rows) console.log(JSON.stringify(row));
