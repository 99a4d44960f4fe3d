using System.Text;
using static FastDataOperator.Core.Reports.MarkdownText;

namespace FastDataOperator.Core.Reports;

/// <summary>Shares a room out among sections: who needs less than a fair share leaves the rest to the others.</summary>
internal static class MarkdownFit
{
    /// <summary>The sections in their order, in at most so many characters; but each says at least what is brief of it.</summary>
    /// <param name="isCut">Whether anything of any section is left out.</param>
    public static string Write(IReadOnlyList<MarkdownSection> sections, int most, out bool isCut)
    {
        var whole = sections.Select(static section => section.Whole).ToArray();
        var least = sections.Select((section, at) => Math.Min(Size(section.Brief), Size(whole[at]))).ToArray();
        var isWhole = new bool[sections.Count];
        var extra = most - least.Sum();
        for (var isSettled = false; !isSettled;)
        {
            isSettled = true;
            var weight = Weight(sections, isWhole);
            var free = extra;
            for (var at = 0; at < sections.Count; at++)
            {
                if (!isWhole[at] && Size(whole[at]) - least[at] <= Share(free, sections[at].Weight, weight))
                {
                    isWhole[at] = true;
                    isSettled = false;
                    extra -= Size(whole[at]) - least[at];
                }
            }
        }

        isCut = Array.IndexOf(isWhole, false) >= 0 || sections.Any(static section => !section.IsComplete);
        var text = new StringBuilder();
        var left = Weight(sections, isWhole);
        foreach (var (at, section) in sections.Index())
        {
            if (isWhole[at])
            {
                text.Append(whole[at]);
                continue;
            }

            // What rounding and whole rows leave goes on to the next.
            var cut = section.Cut(least[at] + Share(extra, section.Weight, left));
            text.Append(cut);
            extra -= Size(cut) - least[at];
            left -= section.Weight;
        }

        return text.ToString();
    }

    private static int Weight(IReadOnlyList<MarkdownSection> sections, bool[] isWhole) => sections.Where((_, at) => !isWhole[at]).Sum(static section => section.Weight);

    private static int Share(int room, int part, int all) => room <= 0 ? 0 : (int)((long)room * part / all);
}
