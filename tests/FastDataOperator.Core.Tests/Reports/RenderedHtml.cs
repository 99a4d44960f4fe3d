using System.Xml.Linq;
using Markdig;
using Markdig.Extensions.EmphasisExtras;

namespace FastDataOperator.Core.Tests.Reports;

/// <summary>The HTML of a body as a forge makes it: CommonMark with what GitHub adds, raw HTML left as it is. What is not well-formed is refused.</summary>
internal sealed class RenderedHtml
{
    private static readonly MarkdownPipeline s_forge = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseTaskLists().UseFootnotes().UseAlertBlocks().Build();

    private readonly XElement _root;

    public RenderedHtml(string markdown) => _root = XElement.Parse($"<body>{Markdown.ToHtml(markdown, s_forge)}</body>", LoadOptions.PreserveWhitespace);

    /// <summary>Each element with its attributes, below the one that holds it: <c>pre > code class="language-diff"</c>.</summary>
    public IEnumerable<string> Elements => _root.Descendants().Select(static element => $"{element.Parent!.Name} > {element.Name}{string.Concat(element.Attributes().Select(static attribute => $" {attribute}"))}");

    /// <summary>What is neither an element nor text: comments, instructions, sections.</summary>
    public IEnumerable<XNode> Others => _root.DescendantNodes().Where(static node => node is not XElement && (node is not XText || node is XCData));

    /// <summary>The cells of each row of each table.</summary>
    public IEnumerable<int> Cells => _root.Descendants("tr").Select(static row => row.Elements().Count());
}
