// Fetch by its own rule sends a request again when the answer is 421, which is MiMo's content moderation: the service
// would see a prompt that it refuses twice. The rule spares bodies that cannot be read again, that is streams. They
// must name their length, because not every gateway takes chunked requests. Only Node lets a request do that; browsers
// do not (and want HTTP/2 for such bodies), so there the body stays text.

let allowed: boolean | undefined;

/** Whether this runtime lets a request name its own length. */
export function canSendOnce(): boolean {
  const init = { headers: { 'content-length': '1' } };
  allowed ??= new Request('https://localhost', init).headers.has('content-length');
  return allowed;
}

/** The part of a request's init that carries this body once. `headers` are copied. */
export function sendOnce(body: string, headers: Headers): RequestInit {
  const bytes = new TextEncoder().encode(body);
  const withLength = new Headers(headers);
  withLength.set('content-length', String(bytes.length));
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return { body: stream, headers: withLength, duplex: 'half' };
}
