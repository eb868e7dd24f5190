from tests.config.test_import import *
def test_probe(yunchuan, linxi, tmp_path):
    r = CliRunner().invoke(app, ["import", str(table(tmp_path/"a.csv",1))])
    print(r.exit_code, r.output, r.exception)
    assert 0
