/** Tests of the jar as a process: what its users, its clients and its machine do to it. */
@NullMarked
package dev.heddle.process;

import org.jspecify.annotations.NullMarked;
