// The plan of plan.sql through node-postgres: see test/t/clients.pl for what is
// printed.  Parameters go as text of unknown type.
'use strict';
const fs = require('fs');
const { Client, types } = require('pg');

const print = (...cells) => console.log(cells.join('\t'));

// what JavaScript holds: the class of an object, else the primitive type
const kind = (value) => (typeof value === 'object' ? value.constructor.name : typeof value);

// precision and scale hide in the type modifier
const declared = ({ dataTypeID: oid, dataTypeModifier: modifier }) =>
  oid === 1700 && modifier >= 0 ? `${oid}(${(modifier - 4) >> 16},${(modifier - 4) & 0xffff})` : `${oid}`;

async function readView(client, name) {
  const { rows, fields } = await client.query({ text: `SELECT * FROM traincost.${name} LIMIT 10000`, rowMode: 'array' });
  print('rows', name, rows.length);
  fields.forEach((field, i) => {
    const values = rows.map((row) => row[i]).filter((value) => value !== null);
    // a column may hold NULL only: its parser tells the kind
    const sample = types.getTypeParser(field.dataTypeID)('2026-09-01');
    const kinds = [...new Set([sample, ...values].map(kind))].join(' or ');
    print('column', name, field.name, `${kinds} ${declared(field)}`);
    values.filter((value) => /^(nan|-?infinity)$/i.test(String(value))).forEach((value) => print('wrong', name, field.name, value));
  });
}

async function call(client, label, statement, values) {
  let place = 0;
  try {
    await client.query(statement.replace(/\?/g, () => `$${++place}`), values);
    print('call', label, '00000', '');
  } catch (error) {
    print('call', label, error.code, error.message);
  }
}

async function main() {
  const client = new Client({ database: process.argv[2] });
  await client.connect();
  for (const line of fs.readFileSync(process.argv[3], 'utf8').trimEnd().split('\n')) {
    const [what, label, statement, ...cells] = line.split('\t');
    if (what === 'view') await readView(client, label);
    else await call(client, label, statement, cells.map((cell) => cell.slice(cell.indexOf('=') + 1)));
  }
  await client.end();
}

main();
