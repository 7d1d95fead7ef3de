package dev.heddle.compare;

import dev.heddle.compare.report.Key;
import dev.heddle.compare.report.Measurement;
import java.util.Optional;

/**
 * Two measurements that belong together.
 *
 * @param key of what; without the parameter that parts them, if one does
 * @param variants the two values of that parameter
 * @param base the earlier measurement
 * @param fresh the later one
 */
record Pair(Key key, Optional<Variants> variants, Measurement base, Measurement fresh) {
  Pair(Key key, Measurement base, Measurement fresh) {
    this(key, Optional.empty(), base, fresh);
  }
}
