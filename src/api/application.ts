/**
 * What a running Waybill answers on HTTP. Only here does something become an HTTP status. Not yet: questions, which need
 * accounts first; commands ask through the socket in the data directory.
 */
import { Hono } from 'hono';
import { type IntakeOptions, intakeRoute } from './intake-route.ts';

export interface ApplicationOptions {
  readonly intake: IntakeOptions;
  /** Undefined where lines are taken and kept; else why not. */
  readonly notReady: () => string | undefined;
  /** Told of what was not expected. */
  readonly onDefect: (error: Error) => void;
  /** Prometheus' text format. */
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
}

export function application({ intake, notReady, onDefect, metrics }: ApplicationOptions): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ alive: true }));
  app.get('/readyz', (context) => {
    const reason = notReady();
    return reason === undefined ? context.json({ ready: true }) : context.json({ ready: false, reason }, 503);
  });
  app.get('/metrics', async (context) => {
    const { type, text } = await metrics();
    return context.body(text, 200, { 'Content-Type': type });
  });
  app.post('/api/intake', intakeRoute(intake));
  app.notFound((context) =>
    context.json(
      { error: { code: 'no-such-page', message: 'There is /healthz, /readyz, /metrics and /api/intake.' } },
      404,
    ),
  );
  app.onError((error, context) => {
    onDefect(error);
    return context.json(
      { error: { code: 'defect', message: 'This is a defect of Waybill; its log says more.' } },
      500,
    );
  });
  return app;
}
