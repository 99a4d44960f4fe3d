using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>What a renderer that takes more for markup than any forge does makes of a body.</summary>
internal sealed class RenderedBody
{
    private static readonly MarkdownPipeline s_everything = new MarkdownPipelineBuilder()
        .UseAdvancedExtensions().UseEmojiAndSmiley().UseAutoLinks().UseTaskLists().UseFootnotes().UseMathematics().UseGenericAttributes().UsePipeTables().UseAlertBlocks().Build();

    public RenderedBody(string markdown)
    {
        Document = Markdown.Parse(markdown, s_everything);
        All = [.. Document.Descendants()];
    }

    public MarkdownDocument Document { get; }

    public IReadOnlyList<MarkdownObject> All { get; }

    public IReadOnlyList<LinkInline> Links => [.. All.OfType<LinkInline>()];

    public IReadOnlyList<string> Html => [.. All.OfType<HtmlBlock>().Select(static block => block.Lines.ToString()), .. All.OfType<HtmlInline>().Select(static html => html.Tag)];

    public IReadOnlyList<string> Headings => [.. All.OfType<HeadingBlock>().Select(static heading => string.Concat(heading.Inline!.Descendants<LiteralInline>()))];

    /// <summary>Words outside of code.</summary>
    public string Words => string.Join('\n', All.OfType<LiteralInline>());

    /// <summary>What stands in code spans and fences.</summary>
    public IReadOnlyList<string> Code => [.. All.OfType<CodeInline>().Select(static code => code.Content), .. All.OfType<FencedCodeBlock>().Select(static fence => fence.Lines.ToString())];

    public IReadOnlyList<string?> Fences => [.. All.OfType<FencedCodeBlock>().Select(static fence => fence.Info)];

    /// <summary>Rows of the one table, without its head.</summary>
    public int Rows => All.OfType<TableRow>().Count(static row => !row.IsHeader);
}
