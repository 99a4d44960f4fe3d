using System.Text;

namespace FastDataOperator.Core.Reports;

/// <summary>Text of whole lines that never grows beyond so many bytes of UTF-8.</summary>
internal sealed class BoundedText(int most)
{
    private readonly StringBuilder _text = new();
    private int _bytes;

    public int Left => most - _bytes;

    /// <summary>Adds the line and its end, or neither where they do not fit.</summary>
    public bool TryAdd(string line)
    {
        var bytes = Encoding.UTF8.GetByteCount(line) + 1;
        if (bytes > Left)
        {
            return false;
        }

        _text.Append(line).Append('\n');
        _bytes += bytes;
        return true;
    }

    /// <summary>Adds a title and a block of lines for each item, keeping <paramref name="reserve"/> bytes for what follows. What does not
    /// fit is left out whole and counted in a last line.</summary>
    public void AddItems<T>(string title, IReadOnlyList<T> items, int reserve, Func<T, string> describe, string left)
    {
        const int ForTheCount = 80;
        if (items.Count == 0 || !TryAdd(title))
        {
            return;
        }

        var shown = 0;
        foreach (var item in items)
        {
            var block = describe(item);
            if (Encoding.UTF8.GetByteCount(block) + 1 > Left - reserve - ForTheCount || !TryAdd(block))
            {
                break;
            }

            shown++;
        }

        if (shown < items.Count)
        {
            TryAdd($"- … and {PlanWording.Number(items.Count - shown)} more {left}");
        }

        TryAdd("");
    }

    public override string ToString() => _text.ToString();
}
