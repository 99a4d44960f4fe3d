using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Tests.Building;

namespace FastDataOperator.Core.Tests.Imports;

public class ServiceTests
{
    [Theory]
    [Trait("Rule", "V1")]
    [InlineData("\"services\": [\"rtu\", \"storer\"]")]
    [InlineData("\"services\": {\"rtu\": {}, \"storer\": {\"messageFormat\": \"x\"}}")]
    [InlineData("\"services\": [{\"name\": \"rtu\"}, {\"serviceName\": \"storer\"}]")]
    [InlineData("\"realTimeUpdater\": \"rtu\", \"projectionStorers\": [\"storer\"]")]
    public void Plan_GivenServicesThatTheDestinationLacks_ListsThemByName(string attached)
    {
        var plan = Scenario.Of(new ProjectBuilder().System("s", attached)).Plan();

        Assert.Equal(["rtu", "storer"], plan.MissingServices);
        Assert.All(plan.Warnings, warning => Assert.Equal((Reason.MissingService, "V1"), (warning.Reason, warning.Rule)));
        Assert.Contains("System of Record s", plan.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "V1")]
    public void Plan_GivenServicesThatAreThere_ListsNone()
    {
        var console = Consoles.Read("""{"services": {"creator": {}}}""");

        Assert.Empty((Scenario.Of(new ProjectBuilder().SingleView("sv", "\"singleViewCreator\": \"creator\"")) with { Console = console }).Plan().MissingServices);
    }

    [Fact]
    [Trait("Rule", "V1")]
    public void Plan_GivenNothingKnownOfTheDestination_ListsThemAsPerhapsMissing()
    {
        var scenario = Scenario.Of(new ProjectBuilder().System("s", "\"services\": [\"rtu\"]")) with { Console = null };

        Assert.Equal(["rtu"], scenario.Plan().MissingServices);
        Assert.Contains("may be missing", Assert.Single(scenario.Plan().Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "V1")]
    public void Plan_GivenAServiceOfManyResources_NamesItOnceAndBriefly()
    {
        var source = new ProjectBuilder();
        for (var index = 0; index < 50; index++)
        {
            source.SingleView($"sv_{index:00}", "\"services\": [\"creator\"]");
        }

        var warning = Assert.Single(Scenario.Of(source).Plan().Warnings);
        Assert.Contains("Single View sv_00", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sv_49", warning.Message, StringComparison.Ordinal);
        Assert.Contains("45 more", warning.Message, StringComparison.Ordinal);
    }
}
