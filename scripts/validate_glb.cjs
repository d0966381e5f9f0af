// The Khronos glTF validator over .glb files, ours or Blender's. It is not part of any test.
//
//   npm install --prefix build/npm gltf-validator@2.0.0-dev.3.10
//   NODE_PATH=build/npm/node_modules node scripts/validate_glb.cjs chair.glb ...
//
// A line for each file, and one for each kind of issue. Fails if there is an error or a warning.

const { readFileSync } = require("node:fs");
const validator = require("gltf-validator");

async function issues(file) {
  const { issues, info } = await validator.validateBytes(new Uint8Array(readFileSync(file)), {
    maxIssues: 1000,
  });
  console.log(
    `${file}: ${issues.numErrors} errors, ${issues.numWarnings} warnings,` +
      ` ${issues.numInfos + issues.numHints} hints, ${info.totalTriangleCount} triangles`
  );
  for (const said of new Set(issues.messages.map(({ code, message }) => `${code}: ${message}`))) {
    console.log(`  ${said}`);
  }
  return issues.numErrors + issues.numWarnings;
}

async function main() {
  let found = 0;
  for (const file of process.argv.slice(2)) found += await issues(file);
  process.exitCode = found ? 1 : 0;
}

main();
