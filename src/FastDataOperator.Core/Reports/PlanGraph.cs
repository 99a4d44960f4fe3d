using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The picture of a plan as a section: with fewer resources where there is less room.</summary>
/// <param name="MostSource">Characters that the forge draws.</param>
internal sealed record PlanGraph(ImportPlan Plan, int MostSource) : MarkdownSection
{
    private const string Title = "#### What needs what\n\n";

    private const string Legend = "An arrow points at what is needed. References are dashed, what is removed is faint.\n\n";

    private readonly MermaidPicture _whole = PlanMermaid.Draw(Plan, MostSource);

    public override string Whole => Write(_whole);

    public override bool IsComplete => _whole.Left == 0;

    public override string Brief => $"{Title}The picture of {PlanWording.Count(Plan.Changes.Count, "resource", "resources")} is left out here.\n\n";

    public override string Cut(int most)
    {
        var around = MarkdownText.Size(Write(new MermaidPicture("", 0, Plan.Changes.Count)));
        return PlanMermaid.Draw(Plan, most - around) is { Shown: > 1 } picture ? Write(picture) : Brief;
    }

    private static string Write(MermaidPicture picture)
    {
        var more = picture.Left > 0 ? $"… and {PlanWording.Count(picture.Left, "more resource", "more resources")} that the picture leaves out.\n\n" : "";
        return $"{Title}{Legend}```mermaid\n{picture.Source}```\n\n{more}";
    }
}
