/** What fuzz targets see of the TCP driver, whose stages are nobody else's business. */
@NullMarked
package dev.parley.netty;

import org.jspecify.annotations.NullMarked;
