/** The entry point: checks the Java that runs it, then hands over to the command line. */
@NullMarked
package dev.heddle;

import org.jspecify.annotations.NullMarked;
