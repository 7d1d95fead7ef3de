/** The command line: one file a subcommand; the only package that knows picocli. */
@NullMarked
package dev.heddle.cli;

import org.jspecify.annotations.NullMarked;
