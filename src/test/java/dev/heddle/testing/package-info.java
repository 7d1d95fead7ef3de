/** What tests share: servers, processes, probes. */
@NullMarked
package dev.heddle.testing;

import org.jspecify.annotations.NullMarked;
