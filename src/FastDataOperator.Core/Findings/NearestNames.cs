namespace FastDataOperator.Core.Findings;

/// <summary>What somebody probably meant, for errors about a name that nothing has (S3).</summary>
public static class NearestNames
{
    /// <summary>Names longer than this, in UTF-16 code units, are not compared: nobody mistypes them, and the comparison is quadratic.</summary>
    private const int LongestCompared = 128;

    /// <summary>The known names that are a slip or two away from <paramref name="wanted"/>, nearest first, ties in ordinal order.
    /// Letter case counts for nothing, two neighbouring letters swapped count for one slip, and one name that begins with the other is near.</summary>
    /// <param name="wanted">What was written.</param>
    /// <param name="known">What exists; may repeat names.</param>
    /// <param name="most">How many to return at most.</param>
    /// <returns>Empty when nothing is near.</returns>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> known, int most = 3)
    {
        if (wanted.Length is 0 or > LongestCompared)
        {
            return [];
        }

        var folded = wanted.ToLowerInvariant();
        var allowed = Math.Max(1, Math.Min(wanted.Length / 3, 4));
        var near = new List<(int Distance, string Name)>();
        foreach (var name in known)
        {
            if (name.Length is 0 or > LongestCompared)
            {
                continue;
            }

            var candidate = name.ToLowerInvariant();
            if (Distance(folded, candidate, allowed) is { } distance)
            {
                near.Add((distance, name));
            }
            else if (Extends(folded, candidate) || Extends(candidate, folded))
            {
                near.Add((allowed + 1, name));
            }
        }

        return [.. near
            .OrderBy(item => item.Distance)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => item.Name)
            .Distinct(StringComparer.Ordinal)
            .Take(most)];
    }

    /// <summary>More than any distance that is allowed.</summary>
    private const int Beyond = 2 * LongestCompared;

    private static bool Extends(string whole, string start) => start.Length >= 3 && whole.StartsWith(start, StringComparison.Ordinal);

    /// <summary>Optimal string alignment distance, or <see langword="null"/> beyond <paramref name="allowed"/>.</summary>
    private static int? Distance(string left, string right, int allowed)
    {
        if (Math.Abs(left.Length - right.Length) > allowed)
        {
            return null;
        }

        Span<int> before = stackalloc int[LongestCompared + 1];
        Span<int> above = stackalloc int[LongestCompared + 1];
        Span<int> row = stackalloc int[LongestCompared + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            above[column] = column;
        }

        for (var at = 1; at <= left.Length; at++)
        {
            // Only what lies within the allowed distance of the diagonal can matter.
            var first = Math.Max(1, at - allowed);
            var last = Math.Min(right.Length, at + allowed);
            row[first - 1] = first == 1 ? at : Beyond;
            var least = row[first - 1];
            for (var column = first; column <= last; column++)
            {
                var cost = left[at - 1] == right[column - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(row[column - 1], above[column]) + 1, above[column - 1] + cost);
                if (at > 1 && column > 1 && left[at - 1] == right[column - 2] && left[at - 2] == right[column - 1])
                {
                    best = Math.Min(best, before[column - 2] + 1);
                }

                row[column] = best;
                least = Math.Min(least, best);
            }

            if (least > allowed)
            {
                return null;
            }

            if (last < right.Length)
            {
                row[last + 1] = Beyond;
            }

            var spare = before;
            before = above;
            above = row;
            row = spare;
        }

        return above[right.Length] <= allowed ? above[right.Length] : null;
    }
}
