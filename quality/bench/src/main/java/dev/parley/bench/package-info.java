/**
 * JMH benchmarks, one class for each protocol; figures are in {@code docs/performance.md}.
 *
 * <pre>
 *   ./mvnw -q -pl quality/bench -am -DskipTests package
 *   java -jar quality/bench/target/benchmarks.jar Stun -prof gc
 * </pre>
 */
package dev.parley.bench;
