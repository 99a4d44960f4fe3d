using FastDataOperator.Core.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FastDataOperator.Manifests;

/// <summary>A YAML (or JSON) file as documents of nodes, within <see cref="ManifestLimits"/>. Aliases, tags and keys that are no strings are
/// refused: no manifest needs them, and the first are how a small file becomes a huge one.</summary>
internal sealed class ManifestTree
{
    private readonly string _file;
    private readonly Parser _parser;
    private readonly ManifestProblems _problems;
    private int _nodes;

    private ManifestTree(string file, Scanner scanner, ManifestProblems problems)
    {
        _file = file;
        _parser = new Parser(scanner);
        _problems = problems;
    }

    /// <summary>The documents that hold anything, none after a fault that ends the reading. Those, like faults in single places, go to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<ManifestNode> Read(string file, string text, ManifestProblems problems)
    {
        var documents = new List<ManifestNode>();
        using var reader = new StringReader(text);
        var scanner = new Scanner(reader);
        try
        {
            var tree = new ManifestTree(file, scanner, problems);
            tree._parser.Consume<StreamStart>();
            while (!tree._parser.TryConsume<StreamEnd>(out _))
            {
                tree._parser.Consume<DocumentStart>();
                var root = tree.ReadNode(depth: 0);
                tree._parser.Consume<DocumentEnd>();
                if (root is not ManifestNode.Text { Plain: true, Value: "" })
                {
                    documents.Add(root);
                }

                if (documents.Count > ManifestLimits.Documents)
                {
                    throw new ManifestFault(Reason.TooLarge, root.Location, $"more than {ManifestLimits.Documents} documents in one file");
                }
            }
        }
        catch (ManifestFault fault)
        {
            problems.Add(fault.Reason, fault.Location, fault.Message, fault.Remedy);
            documents.Clear();
        }
        catch (YamlException exception)
        {
            problems.Add(YamlFault.Explain(file, text, exception, scanner.CurrentPosition));
            documents.Clear();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // What the scanner does not expect, it does not call malformed: an escape for no character, a flow mapping with @ in it.
            problems.Add(YamlFault.Explain(file, text, new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "there is something that does not belong here"), scanner.CurrentPosition));
            documents.Clear();
        }

        return documents;
    }

    private ManifestNode ReadNode(int depth)
    {
        var next = _parser.Current ?? throw new ManifestFault(Reason.MalformedYaml, new(_file, 1, 1), "the file ends early");
        var location = Place(next.Start);
        if (++_nodes > ManifestLimits.Nodes)
        {
            throw new ManifestFault(Reason.TooLarge, location, $"more than {ManifestLimits.Nodes} values in one file");
        }

        if (depth > ManifestLimits.Depth)
        {
            throw new ManifestFault(Reason.TooDeep, location, $"nested more than {ManifestLimits.Depth} levels deep");
        }

        if (next is AnchorAlias alias)
        {
            throw new ManifestFault(Reason.NotSupported, location, $"the alias *{alias.Value.Value} is not supported in a manifest", "write the value out");
        }

        if (next is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } tagged)
        {
            _problems.Add(Reason.NotSupported, location, $"the tag {tagged.Tag.Value} is not supported in a manifest", "leave it out");
        }

        return next switch
        {
            Scalar => ReadText(location),
            SequenceStart => ReadList(location, depth),
            MappingStart => ReadMap(location, depth),
            _ => throw new ManifestFault(Reason.MalformedYaml, location, "a value was expected here"),
        };
    }

    private ManifestNode.Text ReadText(FileLocation location)
    {
        var scalar = _parser.Consume<Scalar>();
        return new ManifestNode.Text(location, scalar.Value, scalar.Style is ScalarStyle.Plain);
    }

    private ManifestNode.List ReadList(FileLocation location, int depth)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<ManifestNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new ManifestNode.List(location, items);
    }

    private ManifestNode.Map ReadMap(FileLocation location, int depth)
    {
        _parser.Consume<MappingStart>();
        var members = new List<ManifestMember>();
        var seen = new Dictionary<string, FileLocation>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            if (key is not ManifestNode.Text name)
            {
                throw new ManifestFault(Reason.UnexpectedShape, key.Location, $"a field's name was expected, found {key.Describe()}");
            }

            var member = new ManifestMember(name.Value, name.Location, ReadNode(depth + 1));
            if (seen.TryAdd(member.Name, member.Location))
            {
                members.Add(member);
            }
            else
            {
                var first = seen[member.Name];
                _problems.Add(Reason.DuplicateKey, member.Location, $"{Quoted.Name(member.Name)} stands here a second time; the first is at line {first.Line}", "keep one of them");
            }
        }

        return new ManifestNode.Map(location, members);
    }

    private FileLocation Place(Mark mark) => new(_file, mark.Line, mark.Column);
}
