"""What has been agreed or tried on a target, where, and how alike is that place?

Links commitments, practices and recommendations to the targets of the 2030 Agenda and
to areas, so that a review can name them where an indicator is off track.
"""
