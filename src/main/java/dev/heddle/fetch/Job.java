package dev.heddle.fetch;

import dev.heddle.fetch.files.Destination;
import dev.heddle.fetch.http.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A transfer to be made.
 *
 * @param entry who wants it
 * @param url what the entry means
 * @param destination where its content goes
 */
record Job(Entry entry, HttpUrl url, Destination destination) {
  /** There is one for each entry: to compare all that it holds would be in vain. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Job job && entry.number() == job.entry.number();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(entry.number());
  }
}
