import sqlite3

db = sqlite3.connect('file:/data/webui.db?mode=ro', uri=True, isolation_level=None)
db.execute('begin')
for line in db.iterdump():
    print(line)
