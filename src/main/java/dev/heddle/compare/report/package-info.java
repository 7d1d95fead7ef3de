/** Reports of benchmarks as they are read: of JMH and of {@code heddle load}. */
@NullMarked
package dev.heddle.compare.report;

import org.jspecify.annotations.NullMarked;
