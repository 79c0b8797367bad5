// How the bench of "Find personal data" is run: the journeys' browser and server, one after the other.
import base from "../../playwright.config";

export default {
  ...base,
  testDir: ".",
  testMatch: /.*\.bench\.ts/,
  outputDir: "../../test-results/bench",
  workers: 1,
  timeout: 1_800_000,
  reporter: [["line"]],
  projects: [{ name: "desktop", use: { ...base.projects![0]!.use } }],
};
