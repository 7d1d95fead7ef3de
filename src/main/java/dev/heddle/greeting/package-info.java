/** The greeting protocol without any I/O: bytes in, bytes out. */
@NullMarked
package dev.heddle.greeting;

import org.jspecify.annotations.NullMarked;
