package dev.heddle.web.http;

/**
 * What a client asks for, once it is known to be well formed.
 *
 * @param head whether the answer's headers alone are wanted
 * @param path as sent, from the slash to the question mark; not decoded
 * @param query as sent, after the question mark; empty if there is none. One character a byte
 * @param keepAlive whether the connection may be used again
 */
public record Request(boolean head, String path, String query, boolean keepAlive) {}
