/** What the pages and the reports are made of: HTML, charts, policies. */
@NullMarked
package dev.heddle.page;

import org.jspecify.annotations.NullMarked;
