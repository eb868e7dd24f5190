"""How the regulation is carried out (制度执行情况): article by article, from the record."""
