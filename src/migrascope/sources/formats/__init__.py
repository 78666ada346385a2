"""How do bytes become cells that still know where they stood?

`guard` refuses what cannot be read safely; `csv`, `workbook`, `json`, `sdmx` and
`parquet` return tables whose every cell has its row and column in the file;
`numbers` turns their texts into figures or says which cell is not one.
"""
