namespace ClvPipeline;

/// <summary>Cholesky's factor of a small positive definite matrix, and what follows from it.</summary>
internal static class SymmetricMatrix
{
    /// <summary>The lower triangle L with L·Lᵀ = <paramref name="matrix"/>; null where that is not positive definite.</summary>
    public static double[,]? Cholesky(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var lower = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                if (i != j) lower[i, j] = sum / lower[j, j];
                else if (sum > 1e-13 * Math.Abs(matrix[i, i]) && double.IsFinite(sum)) lower[i, i] = Math.Sqrt(sum);
                else return null;
            }
        }

        return lower;
    }

    /// <summary>The inverse, or null where the matrix is not positive definite.</summary>
    public static double[,]? Inverse(double[,] matrix)
    {
        if (Cholesky(matrix) is not { } lower) return null;
        var n = matrix.GetLength(0);
        var inverse = new double[n, n];
        var column = new double[n];
        for (var c = 0; c < n; c++)
        {
            Array.Clear(column);
            column[c] = 1;
            Solve(lower, column);
            for (var r = 0; r < n; r++) inverse[r, c] = column[r];
        }

        // Rounding leaves the two halves a bit apart.
        for (var r = 0; r < n; r++)
            for (var c = 0; c < r; c++) inverse[r, c] = inverse[c, r] = (inverse[r, c] + inverse[c, r]) / 2;
        return inverse;
    }

    /// <summary>Solves L·Lᵀ·y = <paramref name="vector"/> in place.</summary>
    public static void Solve(double[,] lower, Span<double> vector)
    {
        var n = vector.Length;
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) vector[i] -= lower[i, k] * vector[k];
            vector[i] /= lower[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) vector[i] -= lower[k, i] * vector[k];
            vector[i] /= lower[i, i];
        }
    }
}
