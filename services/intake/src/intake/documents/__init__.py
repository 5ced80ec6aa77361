"""
The letters that the front office writes: invitations, appointments, the pact.

`letters.py` says what stands in them, `sentences.py` the words, `page.py` writes them
as HTML; `pdf.py` prints that. Names and addresses come from who asks for a
letter, and are kept by nobody.
"""
