/**
 * What pages for people are made of: HTML, escaped in one place, and the library of their charts.
 */
@NullMarked
package dev.heddle.page;

import org.jspecify.annotations.NullMarked;
