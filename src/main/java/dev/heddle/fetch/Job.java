package dev.heddle.fetch;

import dev.heddle.fetch.files.Destination;
import dev.heddle.fetch.http.HttpUrl;

/**
 * A transfer to be made.
 *
 * @param entry who wants it
 * @param url what the entry means
 * @param destination where its content goes
 */
record Job(Entry entry, HttpUrl url, Destination destination) {}
