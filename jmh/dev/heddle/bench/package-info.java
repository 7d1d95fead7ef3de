/** Benchmarks, run by {@code java --enable-preview -jar target/benchmarks.jar}. */
@NullMarked
package dev.heddle.bench;

import org.jspecify.annotations.NullMarked;
