/** The project's scripts in a folder of their own, so that what they install and write stays there. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../../helpers/temporary";

const root = path.resolve(__dirname, "../../..");

export interface Finished {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

export class ScriptsCopy {
  readonly root = temporaryFolder();
  /** Comes first on PATH. */
  readonly bin = path.join(this.root, "stand-ins");
  private searchPath = `${this.bin}${path.delimiter}${process.env.PATH}`;

  constructor() {
    fs.mkdirSync(this.bin);
    fs.cpSync(path.join(root, "scripts"), path.join(this.root, "scripts"), { recursive: true });
  }

  /** From now on nothing but the stand-ins is on PATH. */
  isolate(): void {
    this.searchPath = this.bin;
  }

  write(file: string, text: string): void {
    const full = path.join(this.root, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  }

  /** An executable on PATH. @param script of the shell */
  standIn(name: string, script: string): string {
    const file = path.join(this.bin, name);
    fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  /** Lets TypeScript run in the copy, with the packages of the real one. */
  linkTypeScript(): void {
    for (const name of ["ts-node", "typescript", "@swc", "@types"]) this.link(`node_modules/${name}`);
    fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(this.root, "tsconfig.json"));
  }

  link(file: string): void {
    const to = path.join(this.root, file);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.symlinkSync(path.join(root, file), to);
  }

  environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: this.searchPath, ...more };
    // What a test is run with must not reach what it tries.
    for (const name of ["CI", "PYTHON"]) if (!(name in more)) delete env[name];
    return env;
  }

  node(args: string[], env: Record<string, string> = {}): Finished {
    const done = spawnSync(process.execPath, args, {
      cwd: this.root,
      encoding: "utf8",
      env: this.environment(env),
    });
    return { exitCode: done.status, signal: done.signal, stdout: done.stdout, stderr: done.stderr };
  }
}
