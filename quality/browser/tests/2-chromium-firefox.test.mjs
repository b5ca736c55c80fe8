import { scenariosFor } from '../lib/scenarios.mjs';

scenariosFor('chromium', 'firefox');
