/**
 * Vector arithmetic: distances, norms, the check of vectors at write, and the k nearest.
 *
 * <p>A distance has the same bits on every machine, JDK, lane width and kind of memory, because the
 * arithmetic is fixed here and not left to a compiler:
 *
 * <ul>
 *   <li><b>Lanes.</b> A vector of {@code n} floats is read in strides of 16. Element {@code i}
 *       belongs to lane {@code i mod 16}. The last stride is padded with {@code +0.0f}, in both
 *       operands, and the padding takes part in the sum.
 *   <li><b>Sums.</b> Each lane starts at {@code +0.0f} and takes its elements in ascending order by
 *       fused multiply-add in f32, rounded to nearest even: {@code dot}: {@code lane = fma(a, b,
 *       lane)}; {@code squaredL2}: {@code d = a - b} in f32, then {@code lane = fma(d, d, lane)}.
 *       Subnormal numbers are kept.
 *   <li><b>Tree.</b> The lanes are added in f32: {@code s[i] = lane[i] + lane[i+8]} for i in 0..7,
 *       {@code t[i] = s[i] + s[i+4]} for i in 0..3, {@code u[i] = t[i] + t[i+2]} for i in 0..1, and
 *       the result is {@code u[0] + u[1]}.
 *   <li><b>Distances.</b> {@code l2 = (float) sqrt((double) squaredL2(q, x))}, which is the f32
 *       square root, correctly rounded. {@code ip = 0 - dot(q, x)}. With {@code nq = dot(q, q)} and
 *       {@code nx = dot(x, x)}, {@code cosine = 1 - (float) (dot(q, x) / sqrt((double) nq * nx))}:
 *       product, root and quotient in double, the subtraction in f32; where {@code nx} is zero it
 *       is 1, as if orthogonal to all (fields with this metric refuse such rows at write). Smaller
 *       is nearer. No distance is ever {@code -0.0f}.
 * </ul>
 *
 * <p>{@code ScalarKernel} is this text as plain Java. The {@code Lanes} classes do the same with
 * the Vector API on arrays, and the package {@code kernel.jdk25} on mapped memory; the loops are
 * repeated for each lane width (4 × 128, 2 × 256, 1 × 512 bits) because a species that is not a
 * constant of the class cannot be compiled. They never use {@code reduceLanes}, whose order is
 * unspecified. As the bits agree, which of them runs is a matter of speed only: {@code
 * KernelChoice} picks once per process, and {@code WarmUp} lets the scalar form serve until the
 * other one is compiled.
 */
@NullMarked
package io.dreamdb.kernel;

import org.jspecify.annotations.NullMarked;
