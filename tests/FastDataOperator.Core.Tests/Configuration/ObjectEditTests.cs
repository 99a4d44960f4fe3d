using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Resources;
using FastDataOperator.Core.Tests.Building;
using FastDataOperator.Core.Tests.Properties;

namespace FastDataOperator.Core.Tests.Configuration;

public class ObjectEditTests
{
    [Fact]
    [Trait("Rule", "F1")]
    public void Splices_GivenAnyInsertsReplacementsAndRemovals_MakesJustThose() => Choices.Gen.Sample(numbers =>
    {
        var choices = new Choices(numbers);
        var style = GeneratedProject.Style(choices) with { Mark = false, End = "" };
        var names = Enumerable.Range(0, choices.Next(7)).Select(index => $"m{index * 2}");
        var members = (choices.Chance(2) ? choices.Shuffle(names) : [.. names]).Select(name => (name, GeneratedProject.Any(choices))).ToArray();
        var text = Encoding.UTF8.GetBytes(Node.Map(members).In(style));
        var table = ObjectMembers.Of(text);
        var edit = new ObjectEdit(text, table, FileStyle.Of(text, table), default);
        var expected = JsonNode.Parse(text)!.AsObject();
        for (var index = 0; index < table.Members.Count; index++)
        {
            var (name, value) = (table.Name(index), new Node.Scalar("\"new\""));
            switch (choices.Next(3))
            {
                case 1:
                    edit.Replace(index, [Encoding.UTF8.GetBytes(value.Token)]);
                    expected[name] = "new";
                    break;
                case 2:
                    edit.Remove(index);
                    expected.Remove(name);
                    break;
                default:
                    break;
            }
        }

        var wasSorted = table.IsSorted();
        for (var count = choices.Next(5); count > 0; count--)
        {
            var name = $"m{(count * 3) - 2}" is var odd && expected.ContainsKey(odd) ? odd + "x" : $"m{(count * 3) - 2}y";
            edit.Insert(name, ["[1]"u8.ToArray()]);
            expected[name] = new JsonArray(1);
        }

        var result = new ConfigurationEdit(Splice.Apply(text, edit.Splices()), 0).ToArray();
        var tree = Files.Tree(result);
        Assert.True(JsonNode.DeepEquals(expected, tree), Encoding.UTF8.GetString(result));
        if (wasSorted)
        {
            Assert.Equal(tree.Select(member => member.Key).Order(StringComparer.Ordinal), tree.Select(member => member.Key));
        }
    }, iter: 2000, threads: 2);
}
