import { defineConfig } from 'vite';

import { codeConfig } from './build/code-config.ts';
import { page } from './build/page-plugin.ts';

const code = codeConfig('page');

export default defineConfig({ ...code, plugins: [...code.plugins, page()] });
