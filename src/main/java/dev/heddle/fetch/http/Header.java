package dev.heddle.fetch.http;

/**
 * A field of a request or a response (RFC 9110, section 5).
 *
 * @param name case does not matter
 * @param value without the space around it
 */
public record Header(String name, String value) {}
