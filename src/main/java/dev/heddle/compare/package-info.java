/**
 * Sets reports of benchmarks beside each other: what belongs together, how it differs, verdicts.
 */
@NullMarked
package dev.heddle.compare;

import org.jspecify.annotations.NullMarked;
