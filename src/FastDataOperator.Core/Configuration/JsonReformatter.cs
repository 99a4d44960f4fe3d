using System.Text.Json;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>Lays a value out in another file's style. Every token keeps its own bytes: escapes, number spelling, order (F1, F2).</summary>
internal sealed class JsonReformatter
{
    private readonly ReadOnlyMemory<byte> _value;
    private readonly FileStyle _style;
    private readonly ReadOnlyMemory<byte> _indentation;

    /// <summary>By depth: made once each, for most of what is written is indentation.</summary>
    private readonly List<byte[]> _lineStarts = [];

    /// <summary>How much of the value is already as it is to be; as long as that is all, nothing is written.</summary>
    private int _same;

    private GrowingBuffer? _output;

    private JsonReformatter(ReadOnlyMemory<byte> value, FileStyle style, ReadOnlyMemory<byte> indentation)
    {
        _value = value;
        _style = style;
        _indentation = indentation;
    }

    /// <exception cref="RefusalException">More is being written than any configuration may have (F3).</exception>
    public static void RequireSize(long bytes)
    {
        if (bytes > ReadLimits.Default.MaxBytes)
        {
            throw new RefusalException(new Finding
            {
                Reason = Reason.TooLarge, Rule = "F3", Message = $"the result would have more than the limit of {ReadLimits.Default.MaxBytes} bytes", Remedy = "select less",
            });
        }
    }

    /// <param name="value">One JSON value.</param>
    /// <param name="style">The style to take.</param>
    /// <param name="indentation">Of the line on which the value starts.</param>
    /// <returns>The same memory where the value has that style already.</returns>
    /// <exception cref="RefusalException">The result is larger than any configuration may be (F3).</exception>
    public static ReadOnlyMemory<byte> Format(ReadOnlyMemory<byte> value, FileStyle style, ReadOnlyMemory<byte> indentation)
    {
        var formatter = new JsonReformatter(value, style, indentation);
        var json = new Utf8JsonReader(value.Span, new JsonReaderOptions { MaxDepth = 1000 });
        json.Read();
        formatter.WriteValue(ref json, depth: 0);
        return formatter._output?.Written.ToArray() ?? value;
    }

    private void WriteValue(ref Utf8JsonReader json, int depth)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            WriteScalar(json);
            return;
        }

        var isObject = json.TokenType == JsonTokenType.StartObject;
        Append(isObject ? "{"u8 : "["u8);
        var count = 0;
        while (json.Read() && json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (count++ > 0)
            {
                Append(","u8);
                Append(_style.AfterComma.Span);
            }

            StartLine(depth + 1);
            if (isObject)
            {
                WriteScalar(json);
                Append(_style.Colon.Span);
                json.Read();
            }

            WriteValue(ref json, depth + 1);
        }

        if (count > 0)
        {
            StartLine(depth);
        }

        Append(isObject ? "}"u8 : "]"u8);
    }

    private void WriteScalar(in Utf8JsonReader json)
    {
        var isQuoted = json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        if (isQuoted)
        {
            Append("\""u8);
        }

        Append(json.ValueSpan);
        if (isQuoted)
        {
            Append("\""u8);
        }
    }

    private void StartLine(int depth)
    {
        if (_style.NewLine.IsEmpty)
        {
            return;
        }

        while (_lineStarts.Count <= depth)
        {
            _lineStarts.Add(_lineStarts.Count == 0 ? [.. _style.NewLine.Span, .. _indentation.Span] : [.. _lineStarts[^1], .. _style.Indent.Span]);
        }

        RequireSize(_output?.Length ?? 0);
        Append(_lineStarts[depth]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_output is null && _value.Span[_same..].StartsWith(bytes))
        {
            _same += bytes.Length;
            return;
        }

        if (_output is null)
        {
            _output = new GrowingBuffer();
            _output.Append(_value.Span[.._same]);
        }

        _output.Append(bytes);
    }
}
