package dev.heddle.fetch;

/** Is told what happens in a run, by any of its threads; should be quick. */
@FunctionalInterface
public interface FetchEvents {
  /** An entry has ended, once for each. */
  void ended(Outcome outcome);
}
