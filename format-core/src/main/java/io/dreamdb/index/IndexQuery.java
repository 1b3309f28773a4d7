package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.QueryPlanes;
import io.dreamdb.kernel.Rotation;

/**
 * A query as an index compares it: as index vector, and rotated.
 *
 * @param centroids compares it with centroids: by Euclidean distance, or by −q·c under ip
 * @param rotated P(q̂ − μ), or P q under ip: [D]
 * @param shift |q̂ − μ|², or −q·μ under ip
 */
record IndexQuery(DistanceKernel centroids, float[] rotated, float shift) {

  static IndexQuery of(SpatialIndex spatial, Rotation rotation, float[] query) {
    boolean ip = spatial.metric() == Metric.IP;
    float[] vector = query.clone();
    IndexVectors.normalize(spatial.metric(), vector.length, vector, 1);
    DistanceKernel centroids = DistanceKernel.of(ip ? Metric.IP : Metric.L2, vector);
    float[] mean = spatial.mean();
    float[] centred = vector;
    if (!ip) {
      centred = new float[vector.length];
      for (int i = 0; i < centred.length; i++) {
        centred[i] = vector[i] - mean[i];
      }
    }
    float[] rotated = new float[VectorCompressor.codeDimension(vector.length)];
    rotation.rotate(centred, 0, rotated, 0);
    float toMean = centroids.distance(mean);
    return new IndexQuery(centroids, rotated, ip ? toMean : toMean * toMean);
  }

  QueryPlanes planes(int bits) {
    return QueryPlanes.of(rotated, bits);
  }
}
