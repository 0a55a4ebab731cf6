#!/usr/bin/env node
// The built program, behind a file that exists before the build: package managers link a bin only if it is there.
import '../dist/main.js';
