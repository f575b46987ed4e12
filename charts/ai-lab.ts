import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Ollama } from '../constructs/services/ollama/ollama.ts';
import { OpenWebUi } from '../constructs/services/open-webui/open-webui.ts';

/** Local language models and where people talk to them. */
export class AiLab extends NamespaceChart {
  constructor(app: App) {
    super(app, 'ai-lab', { tier: 'dev' });
    const ollama = new Ollama(this, 'ollama');
    new OpenWebUi(this, 'open-webui', { host: 'chat.uyoop.fr', ollama });
  }
}
